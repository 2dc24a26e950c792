namespace Kit.Learning;

/// <summary>Marks a field or property whose tensors belong to a model's state but are not trained, such as running statistics or fixed Fourier features.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class BufferAttribute : Attribute;
