using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

/// <summary>A whole field, whose arithmetic is recorded for derivatives.</summary>
internal readonly struct Field(Tensor value) : IScalar<Field>
{
    public Tensor Value => value;

    public static implicit operator Field(double value) => new(value);

    public static Field operator +(Field a, Field b) => new(a.Value + b.Value);

    public static Field operator -(Field a, Field b) => new(a.Value - b.Value);

    public static Field operator *(Field a, Field b) => new(a.Value * b.Value);

    public static Field operator /(Field a, Field b) => new(a.Value / b.Value);

    public static Field operator -(Field a) => new(-a.Value);

    public static Field Sqrt(Field x) => new(x.Value.Sqrt());

    public static Field Abs(Field x) => new(x.Value.Abs());

    public static Field Min(Field a, Field b) => new(a.Value.Minimum(b.Value));

    public static Field Max(Field a, Field b) => new(a.Value.Maximum(b.Value));

    public static Field Choose(Field a, Field b, Field yes, Field no) => new(Functions.Where(a.Value < b.Value, yes.Value, no.Value));

    public static bool MayBeLess(Field a, Field b) => true;
}
