namespace Kit.Tensors;

/// <summary>What stands outside the edge of a padded tensor.</summary>
public enum PadMode
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>The other end, as on a torus.</summary>
    Circular,

    /// <summary>The mirror image, without the edge itself.</summary>
    Reflect,

    /// <summary>The edge repeated.</summary>
    Edge,
}
