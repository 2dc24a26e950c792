using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>What a multistep method remembers of its last steps, the newest first; of the same length, without a gap.</summary>
/// <param name="depth">How many steps.</param>
internal sealed class History(int depth)
{
    private readonly List<Tensor[]> steps = [];
    private double next;
    private double step;

    public int Count => steps.Count;

    public Tensor[] this[int back] => steps[back];

    /// <summary>Forgets all unless the step begins where the last one ended and is as long.</summary>
    public void Expect(double t, double dt)
    {
        if (Math.Abs(t - next) > 1e-6 * Math.Abs(dt) + 1e-12 * Math.Abs(t) || Math.Abs(dt - step) > 1e-9 * Math.Abs(dt)) Clear();
        (next, step) = (t + dt, dt);
    }

    /// <summary>Remembers a step beyond all scopes.</summary>
    public void Add(params Tensor[] values)
    {
        steps.Insert(0, Array.ConvertAll(values, x =>
        {
            var own = x.Solid().Twin(x.Tracer);
            TensorScope.Move(own, null);
            return own;
        }));
        if (steps.Count > depth) Forget(depth);
    }

    public void Clear()
    {
        while (steps.Count > 0) Forget(steps.Count - 1);
    }

    private void Forget(int place)
    {
        foreach (var x in steps[place]) x.Dispose();
        steps.RemoveAt(place);
    }
}
