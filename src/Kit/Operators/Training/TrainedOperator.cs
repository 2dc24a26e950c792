using Kit.Learning;

namespace Kit.Operators.Training;

/// <summary>A trained operator and what its training cost.</summary>
/// <param name="Model">a ↦ u in the units of the data.</param>
/// <param name="History">The learning curve, empty where nothing was iterated; its validations are relative L² errors on test data.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Seconds">Of training, without the tests between epochs.</param>
/// <param name="TestError">Mean over test samples of ‖y − u‖₂/‖u‖₂ after the last step.</param>
/// <param name="TrainError">The same over as many training samples.</param>
public sealed record TrainedOperator(NormalizedOperator Model, History History, long Steps, double Seconds, double TestError, double TrainError)
{
    /// <summary>Number of trained elements, or of those that a fit has found; a complex one counts once.</summary>
    public long Parameters => Model.Inner is IFittedOperator
        ? Learning.Model.State(Model.Inner).Values.Sum(t => t.Size)
        : Learning.Model.Parameters(Model).Sum(p => p.Value.Size);
}
