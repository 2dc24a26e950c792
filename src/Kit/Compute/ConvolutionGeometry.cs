namespace Kit.Compute;

/// <summary>Which elements a convolution brings together: output t and kernel place k read x̃[t·s + k·d − p], where x̃[i·e] = x[i]; one number an axis.</summary>
/// <param name="Stride">s ≥ 1, the step of the output.</param>
/// <param name="Dilation">d ≥ 1, the step of the kernel.</param>
/// <param name="Spread">e ≥ 1, the step of the input: between its elements x̃ is 0.</param>
/// <param name="Before">p, by how many elements the first window begins before the input; negative cuts them off.</param>
/// <param name="Periodic">Whether x̃ repeats x; otherwise it is 0 outside. Then e = 1.</param>
public sealed record ConvolutionGeometry(int[] Stride, int[] Dilation, int[] Spread, int[] Before, bool Periodic = false);
