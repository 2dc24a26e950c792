using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>From an application to its rule.</summary>
internal static class Rules
{
    /// <summary>The rule, or null where the derivative is 0 wherever there is one (rounding, signs).</summary>
    /// <exception cref="NotSupportedException">A primitive without a rule.</exception>
    public static Rule? Of(Application application) => application switch
    {
        UnaryCall call => UnaryRules.Table.TryGetValue(call.Op, out var rule) ? rule : Missing(call),
        BinaryCall call => BinaryRules.Table.TryGetValue(call.Op, out var rule) ? rule : Missing(call),
        ReduceCall call => ReduceRules.Table.TryGetValue(call.Op, out var rule) ? rule : Missing(call),
        SelectCall => BinaryRules.Select,
        CumSumCall => ReduceRules.CumSum,
        MatMulCall => ProductRules.MatMul,
        ConvCall => ProductRules.Conv,
        GatherCall => ViewRules.Gather,
        ScatterCall => ViewRules.Scatter,
        CastCall => ViewRules.Cast,
        MoveCall => ViewRules.Move,
        ConcatCall => ViewRules.Concat,
        ReshapeCall => ViewRules.Reshape,
        PermuteCall => ViewRules.Permute,
        BroadcastCall => ViewRules.Broadcast,
        FlipCall => ViewRules.Flip,
        CutCall => ViewRules.Cut,
        PlantCall => ViewRules.Plant,
        SoftmaxCall => ReduceRules.Softmax,
        FusedCall call => FusedRules.Of(call),
        RuledCall call => call.Rule,
        _ => Missing(application),
    };

    private static Rule? Missing(Application application) => throw new NotSupportedException($"{application.Name} has no derivative rule; cut the derivative with Grad.Stop");
}
