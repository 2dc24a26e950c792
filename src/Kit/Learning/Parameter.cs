using Kit.Tensors;

namespace Kit.Learning;

/// <summary>A tensor of a model and where it is, such as <c>layers.0.weight</c>.</summary>
public sealed record Parameter(string Name, Tensor Value);
