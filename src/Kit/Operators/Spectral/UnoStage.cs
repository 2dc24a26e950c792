namespace Kit.Operators.Spectral;

/// <summary>A layer of a <see cref="Uno"/>.</summary>
/// <param name="Channels">Of its output.</param>
/// <param name="Divisor">Its output's grid has n/Divisor points along each axis.</param>
/// <param name="Modes">mₐ of its spectral convolution, one an axis: at most half of the smaller grid's points.</param>
/// <param name="Normalize">Instance normalisation before σ.</param>
public sealed record UnoStage(int Channels, int Divisor, int[] Modes, bool Normalize = false);
