using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

/// <summary>A whole field, whose arithmetic is recorded for derivatives.</summary>
internal readonly struct WholeField(Tensor value) : IScalar<WholeField>
{
    public Tensor Value => value;

    public static implicit operator WholeField(double value) => new(value);

    public static WholeField operator +(WholeField a, WholeField b) => new(a.Value + b.Value);

    public static WholeField operator -(WholeField a, WholeField b) => new(a.Value - b.Value);

    public static WholeField operator *(WholeField a, WholeField b) => new(a.Value * b.Value);

    public static WholeField operator /(WholeField a, WholeField b) => new(a.Value / b.Value);

    public static WholeField operator -(WholeField a) => new(-a.Value);

    public static WholeField Sqrt(WholeField x) => new(x.Value.Sqrt());

    public static WholeField Abs(WholeField x) => new(x.Value.Abs());

    public static WholeField Min(WholeField a, WholeField b) => new(a.Value.Minimum(b.Value));

    public static WholeField Max(WholeField a, WholeField b) => new(a.Value.Maximum(b.Value));

    public static WholeField Choose(WholeField a, WholeField b, WholeField yes, WholeField no) => new(Functions.Where(a.Value < b.Value, yes.Value, no.Value));

    public static bool MayBeLess(WholeField a, WholeField b) => true;
}
