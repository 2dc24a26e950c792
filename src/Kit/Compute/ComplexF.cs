using System.Numerics;

namespace Kit.Compute;

/// <summary>The layout of a C64 element; functions go through <see cref="Complex"/> and round once at the end.</summary>
internal readonly record struct ComplexF(float Real, float Imaginary)
{
    public static implicit operator Complex(ComplexF z) => new(z.Real, z.Imaginary);

    public static explicit operator ComplexF(Complex z) => new((float)z.Real, (float)z.Imaginary);
}
