using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>The variables of one state.</summary>
[InlineArray(8)]
internal struct State<T>
{
    private T first;
}

/// <summary>A matrix of eigenvectors, at most 5 × 5, or the stencil of up to eight variables in six cells.</summary>
[InlineArray(48)]
internal struct Stencil<T>
{
    private T first;
}
