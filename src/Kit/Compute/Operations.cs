namespace Kit.Compute;

/// <summary>Elementwise functions of one argument.</summary>
public enum UnaryOp
{
#pragma warning disable CS1591 // The names are the field's own.
    Negate, Abs, Sign, Square, Reciprocal, Not,
    Floor, Ceiling, Round, Truncate,
    Sqrt, Rsqrt, Exp, Expm1, Log, Log1p, Log2, Log10,
    Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh,
    Sigmoid, Erf, Gelu, IsNaN, IsFinite,
    Conj, Angle,
    Erfc, Gamma, LogGamma, Digamma, BesselJ0, BesselJ1, BesselI0, BesselI1,
#pragma warning restore CS1591
}

/// <summary>Elementwise functions of two arguments; those from <see cref="Equal"/> to <see cref="LessEqual"/> give Bool.</summary>
public enum BinaryOp
{
#pragma warning disable CS1591
    Add, Subtract, Multiply, Divide, FloorDivide, Mod, Pow, Atan2, Minimum, Maximum,
    And, Or, Xor,
    Equal, NotEqual, Less, LessEqual,
#pragma warning restore CS1591
}

/// <summary>Reductions; the two Arg ones give I32, Any and All take and give Bool.</summary>
public enum ReduceOp
{
#pragma warning disable CS1591
    Sum, Prod, Min, Max, ArgMin, ArgMax, Any, All,
#pragma warning restore CS1591
}

/// <summary>Laws that the generator draws from.</summary>
public enum RandomLaw
{
    /// <summary>Uniform on [0, 1), 53 bits (F64) or 24 bits (F32).</summary>
    Uniform,

    /// <summary>Standard normal, by Box and Muller.</summary>
    Normal,

    /// <summary>Uniform integers in [0, bound), I32.</summary>
    Integer,
}
