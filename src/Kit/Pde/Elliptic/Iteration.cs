namespace Kit.Pde.Elliptic;

/// <summary>How far an elliptic problem is solved.</summary>
internal enum Iteration
{
    /// <summary>To the tolerance.</summary>
    Convergence,

    /// <summary>One cycle from zero.</summary>
    OneCycle,

    /// <summary>One pass from the coarsest grid to the finest one.</summary>
    FullPass,
}
