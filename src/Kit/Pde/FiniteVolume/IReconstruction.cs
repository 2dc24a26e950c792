namespace Kit.Pde.FiniteVolume;

/// <summary>Values on both sides of a face from averages of the cells around it.</summary>
public interface IReconstruction
{
    /// <summary>Cells used on each side of the face, 1 to 3.</summary>
    static abstract int Reach { get; }

    /// <summary>Order for smooth solutions on a line.</summary>
    static abstract int Order { get; }

    /// <summary>Both face values of one variable.</summary>
    /// <param name="q">2 · Reach averages in order; the face is in the middle.</param>
    /// <param name="left">Value at the face from the left cell's side.</param>
    /// <param name="right">Value at the face from the right cell's side.</param>
    static abstract void Faces<T>(ReadOnlySpan<T> q, out T left, out T right) where T : struct, IScalar<T>;
}
