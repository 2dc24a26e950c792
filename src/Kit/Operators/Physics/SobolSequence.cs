using System.Numerics;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Sobol's sequence of points in the unit cube: of the first 2ᵏ points each 1/2ᵏ slice of every coordinate holds one.</summary>
/// <remarks>Gray code order of Antonov and Saleev (1979); primitive polynomials and direction numbers of Joe and Kuo, SIAM J. Sci. Comput. 30 (2008).</remarks>
public static class SobolSequence
{
    private const int Bits = 31;

    // Degree s and inner coefficients a of the polynomial, and m₁ … m_s; the first coordinate is van der Corput's and needs none.
    private static readonly (int Degree, int Inner, uint[] Start)[] Table =
        [(1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3])];

    /// <summary>Coordinates that the table reaches.</summary>
    public static int MostDimensions => Table.Length + 1;

    /// <summary>Points 1 … N, [N, d]; point 0, which is the origin, is left out.</summary>
    /// <exception cref="ArgumentException">No points, or d out of range.</exception>
    public static Tensor Points(int count, int dimensions)
    {
        if (count < 1 || dimensions < 1 || dimensions > MostDimensions) throw new ArgumentException($"Sobol: {count} points of {dimensions} coordinates; 1 or more of 1 to {MostDimensions} are possible");
        var (points, directions) = (new double[count * dimensions], Enumerable.Range(0, dimensions).Select(Directions).ToArray());
        var x = new uint[dimensions];
        for (var i = 0; i < count; i++)
        {
            var flip = BitOperations.TrailingZeroCount(~(uint)i);
            for (var d = 0; d < dimensions; d++) points[i * dimensions + d] = (x[d] ^= directions[d][flip]) / (double)(1u << Bits);
        }

        return Tensor.Of(points).Reshape(count, dimensions);
    }

    private static uint[] Directions(int dimension)
    {
        var v = new uint[Bits];
        if (dimension == 0)
        {
            for (var k = 0; k < Bits; k++) v[k] = 1u << Bits - 1 - k;
            return v;
        }

        var (s, a, m) = Table[dimension - 1];
        for (var k = 0; k < Bits; k++)
        {
            if (k < s)
            {
                v[k] = m[k] << Bits - 1 - k;
                continue;
            }

            v[k] = v[k - s] ^ v[k - s] >> s;
            for (var j = 1; j < s; j++)
                if ((a >> s - 1 - j & 1) == 1) v[k] ^= v[k - j];
        }

        return v;
    }
}
