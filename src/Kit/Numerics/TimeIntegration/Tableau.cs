namespace Kit.Numerics.TimeIntegration;

/// <summary>A Runge–Kutta method as data: kᵢ = f(t + cᵢh, u + h Σⱼ aᵢⱼ kⱼ), u⁺ = u + h Σᵢ bᵢ kᵢ.</summary>
/// <remarks>J. C. Butcher, Numerical Methods for Ordinary Differential Equations (2016), §3. The nodes are the row sums cᵢ = Σⱼ aᵢⱼ, so a table cannot disagree with itself.</remarks>
public sealed partial record Tableau
{
    /// <param name="name">What the method is called.</param>
    /// <param name="order">p: the local error is O(hᵖ⁺¹).</param>
    /// <param name="a">Row i holds aᵢ₀ … aᵢᵢ; what is left out at its end is 0. An explicit method has no diagonal.</param>
    /// <param name="b">Weights bᵢ.</param>
    /// <param name="embedded">Weights b̂ᵢ of the comparison method, one each stage; null when there is none.</param>
    /// <param name="embeddedOrder">Its order.</param>
    /// <param name="dense">Row i holds the coefficients of θ, θ², … in bᵢ(θ), with u(t + θh) ≈ u + h Σᵢ bᵢ(θ) kᵢ; null for cubic Hermite interpolation.</param>
    /// <exception cref="ArgumentException">Rows are too long, numbers of stages differ, or the weights do not add up to 1.</exception>
    public Tableau(string name, int order, double[][] a, double[] b, double[]? embedded = null, int embeddedOrder = 0, double[][]? dense = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        for (var i = 0; i < a.Length; i++)
            if (a[i].Length > i + 1) throw new ArgumentException($"Tableau {name}: row {i} has {a[i].Length} entries; stages are solved one after the other, so {i + 1} are possible");
        if (a.Length != b.Length || embedded is not null && embedded.Length != b.Length || dense is not null && dense.Length != b.Length)
            throw new ArgumentException($"Tableau {name}: {a.Length} stages, {b.Length} weights, {embedded?.Length} embedded and {dense?.Length} dense ones; the numbers must agree");
        if (Math.Abs(b.Sum() - 1) > 1e-12 || embedded is not null && Math.Abs(embedded.Sum() - 1) > 1e-12)
            throw new ArgumentException(FormattableString.Invariant($"Tableau {name}: the weights add up to {b.Sum()} and {embedded?.Sum()}; 1 is right"));
        (Name, Order, A, B, Embedded, EmbeddedOrder, Dense) = (name, order, [.. a.Select((row, i) => (double[])[.. row, .. new double[a.Length - row.Length]])], b, embedded, embeddedOrder, dense);
        C = [.. A.Select(row => row.Sum())];
    }

    /// <summary>What the method is called.</summary>
    public string Name { get; }

    /// <summary>p: the error after a fixed time is O(hᵖ).</summary>
    public int Order { get; }

    /// <summary>aᵢⱼ, [stage, stage].</summary>
    public double[][] A { get; }

    /// <summary>bᵢ.</summary>
    public double[] B { get; }

    /// <summary>cᵢ = Σⱼ aᵢⱼ.</summary>
    public double[] C { get; }

    /// <summary>b̂ᵢ, or null.</summary>
    public double[]? Embedded { get; }

    /// <summary>Order of the embedded method.</summary>
    public int EmbeddedOrder { get; }

    /// <summary>Coefficients of θ, θ², … in bᵢ(θ), or null.</summary>
    public double[][]? Dense { get; }

    /// <summary>s, the number of stages.</summary>
    public int Stages => B.Length;

    /// <summary>Whether no stage needs an equation to be solved.</summary>
    public bool IsExplicit => !A.Where((row, i) => row[i] != 0).Any();

    /// <summary>Whether the last stage is the derivative at the new point, so that it is the first of the next step ("first same as last").</summary>
    public bool IsFirstSameAsLast => IsExplicit && A[^1].SequenceEqual(B);

    /// <summary>R(z) = 1 + z bᵀ(1 − zA)⁻¹1, the factor by which a step of u′ = λu multiplies u, z = λh.</summary>
    public System.Numerics.Complex Stability(System.Numerics.Complex z)
    {
        var k = new System.Numerics.Complex[Stages];
        var sum = System.Numerics.Complex.One;
        for (var i = 0; i < k.Length; i++)
        {
            var stage = System.Numerics.Complex.One;
            for (var j = 0; j < i; j++) stage += z * A[i][j] * k[j];
            k[i] = stage / (1 - z * A[i][i]);
            sum += z * B[i] * k[i];
        }

        return sum;
    }

    /// <summary>bᵢ(θ) for all stages.</summary>
    internal double[] DenseWeights(double theta) => Array.ConvertAll(Dense!, row =>
    {
        var sum = 0.0;
        for (var k = row.Length - 1; k >= 0; k--) sum = (sum + row[k]) * theta;
        return sum;
    });

    /// <inheritdoc/>
    public override string ToString() => Name;
}
