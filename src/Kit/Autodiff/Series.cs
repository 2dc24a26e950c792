using System.Collections.Concurrent;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Primitives of truncated power series x(t) = x₀ + x₁t + … + x_K tᴷ; null coefficients are 0.</summary>
/// <remarks>Griewank and Walther, Evaluating Derivatives, 2nd ed. (2008), chapter 13.</remarks>
internal static class Series
{
    /// <summary>Up to this order the recurrences of elementwise functions are fused; beyond, their programs are long.</summary>
    private const int MostFused = 4;

    private static readonly ConcurrentDictionary<(Application, DType, long, int), Recurrence> Recurrences = [];

    /// <summary>The coefficients of y(t) from those of the operands.</summary>
    /// <param name="application">y = f(x).</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="x">x₀ … x_K of each operand.</param>
    /// <param name="y">y₀.</param>
    /// <param name="order">K.</param>
    public static Tensor?[] Of(Application application, Rule rule, Tensor?[][] x, Tensor y, int order)
    {
        Tensor?[] series;
        if (order == 0) series = [y];
        else if (rule.IsLinear || order == 1) series = Linear(application, rule, x, y, order);
        else if (order <= MostFused && application is UnaryCall or BinaryCall && !Array.Exists(x, s => s[0]!.IsWeak)) series = InOnePass(application, rule, x, y, order);
        else series = Composed(application, rule, x, y, order);
        for (var k = 1; k < series.Length; k++)
            if (series[k] is { } term) series[k] = Broadcasting.StretchTo(term, y.Shape, y.DType);
        return series;
    }

    private static Tensor?[] Composed(Application application, Rule rule, Tensor?[][] x, Tensor y, int order) =>
        rule.Series is { } recurrence ? recurrence(application, x, y) : ByDerivative(application, rule, x, y, order);

    /// <summary>The whole recurrence of an elementwise function as one fused function of the coefficients that are there.</summary>
    private static Tensor?[] InOnePass(Application application, Rule rule, Tensor?[][] x, Tensor y, int order)
    {
        var (present, mask) = (new List<Tensor>(), 0L);
        foreach (var s in x)
            foreach (var term in s)
            {
                mask = mask << 1 | (term is null ? 0L : 1);
                if (term is not null) present.Add(term);
            }

        var recurrence = Recurrences.GetOrAdd((application, x[0][0]!.DType, mask, order), _ => new(application, rule, Array.ConvertAll(x, s => Array.ConvertAll(s, t => t is not null)), order));
        return recurrence.Of([.. present, y]);
    }

    /// <summary>(a·b)ₖ = Σⱼ aⱼ bₖ₋ⱼ.</summary>
    public static Tensor?[] Bilinear(Application application, Tensor?[][] x, Tensor y)
    {
        var series = new Tensor?[x[0].Length];
        series[0] = y;
        for (var k = 1; k < series.Length; k++)
            series[k] = Cauchy(0, k, j => x[0][j] is { } a && x[1][k - j] is { } b ? application.Run([a, b]) : null);
        return series;
    }

    /// <summary>y = a/b from a = by: yₖ = (aₖ − Σ_{j≥1} bⱼyₖ₋ⱼ)/b₀.</summary>
    public static Tensor?[] Quotient(Application application, Tensor?[][] x, Tensor y)
    {
        var (a, b) = (x[0], x[1]);
        var series = new Tensor?[a.Length];
        series[0] = y;
        for (var k = 1; k < series.Length; k++)
        {
            var rest = Cauchy(1, k, j => Product(b[j], series[k - j]));
            var top = rest is null ? a[k] : a[k] is { } ak ? ak - rest : -rest;
            series[k] = top is null ? null : top / b[0]!;
        }

        return series;
    }

    /// <summary>y = √x from y² = x: yₖ = (xₖ − Σ_{0&lt;j&lt;k} yⱼyₖ₋ⱼ)/2y₀.</summary>
    public static Tensor?[] Root(Tensor?[] x, Tensor y)
    {
        var series = new Tensor?[x.Length];
        series[0] = y;
        Tensor? half = null;
        for (var k = 1; k < series.Length; k++)
        {
            var rest = Square(series, k, 1);
            var top = rest is null ? x[k] : x[k] is { } xk ? xk - rest : -rest;
            series[k] = top is null ? null : top * (half ??= 0.5 / y);
        }

        return series;
    }

    /// <summary>y′ = (a + by + cy²)x′: exponentials, tan, tanh, the logistic function, 1/x.</summary>
    public static Tensor?[] Riccati(Tensor?[] x, Tensor y, double a, double b, double c)
    {
        var (series, slope) = (new Tensor?[x.Length], new Tensor?[x.Length]);
        series[0] = y;
        for (var k = 1; k < series.Length; k++)
        {
            var (linear, square) = (Scaled(series[k - 1], b), c == 0 ? null : Scaled(Square(series, k - 1, 0), c));
            slope[k - 1] = linear is null ? square : square is null ? linear : linear + square;
            if (k == 1 && a != 0) slope[0] = slope[0]! + a;
            series[k] = Integral(x, slope, k);
        }

        return series;
    }

    /// <summary>y′ = wx′ and w′ = σyx′: sines and cosines for σ = −1, hyperbolic ones for σ = 1.</summary>
    public static Tensor?[] Wave(Tensor?[] x, Tensor y, Tensor w, double sign)
    {
        var (series, slope) = (new Tensor?[x.Length], new Tensor?[x.Length]);
        (series[0], slope[0]) = (y, w);
        for (var k = 1; k < series.Length; k++)
        {
            series[k] = Integral(x, slope, k);
            if (k + 1 < series.Length) slope[k] = Scaled(Integral(x, series, k), sign);
        }

        return series;
    }

    /// <summary>The map is linear in what moves, or takes everywhere the branch that it takes at order 0: each order on its own.</summary>
    private static Tensor?[] Linear(Application application, Rule rule, Tensor?[][] x, Tensor y, int order)
    {
        var (series, call) = (new Tensor?[order + 1], new Call(application, Array.ConvertAll(x, s => s[0]!), Array.ConvertAll(x, s => s[0]), y));
        series[0] = y;
        for (var k = 1; k <= order; k++)
        {
            var terms = Array.ConvertAll(x, s => s[k]);
            if (Array.Exists(terms, t => t is not null)) series[k] = rule.Push(call, terms);
        }

        return series;
    }

    /// <summary>Any primitive: y′(t) = J(x(t)) x′(t) is a series of one order less, by the rule of the forward mode applied to series.</summary>
    private static Tensor?[] ByDerivative(Application application, Rule rule, Tensor?[][] x, Tensor y, int order)
    {
        var tape = new ForwardTape(order - 1);
        var values = Array.ConvertAll(x, s => Array.TrueForAll(s[1..], t => t is null) ? s[0] : tape.Input(s[..order]));
        var rates = Array.ConvertAll(x, Rate);
        Tensor? late = null;
        var call = new Call(application, Array.ConvertAll(x, s => s[0]!), values, () => late ??= tape.Input(Of(application, rule, Array.ConvertAll(x, s => s[..order]), y, order - 1)));
        var slope = tape.SeriesOf(Broadcasting.StretchTo(rule.Push(call, rates), y.Shape, y.DType));
        tape.Close();
        var series = new Tensor?[order + 1];
        series[0] = y;
        for (var k = 1; k <= order; k++) series[k] = Scaled(slope[k - 1], 1.0 / k);
        return series;

        Tensor? Rate(Tensor?[] s)
        {
            var rate = new Tensor?[order];
            for (var k = 0; k < order; k++) rate[k] = Scaled(s[k + 1], k + 1);
            if (Array.TrueForAll(rate, r => r is null)) return null;
            rate[0] ??= Tensor.ZerosLike(Array.Find(rate, r => r is not null)!);
            return tape.Input(rate);
        }
    }

    /// <summary>yₖ = 1/k Σⱼ j xⱼwₖ₋ⱼ for y′ = wx′.</summary>
    private static Tensor? Integral(Tensor?[] x, Tensor?[] slope, int k) => Cauchy(1, k, j => Scaled(Product(x[j], slope[k - j]), (double)j / k));

    /// <summary>Σ yⱼyₖ₋ⱼ over from ≤ j ≤ k − from, every pair once.</summary>
    private static Tensor? Square(Tensor?[] y, int k, int from)
    {
        var pairs = Scaled(Cauchy(from, (k + 1) / 2 - 1, j => Product(y[j], y[k - j])), 2);
        var middle = k % 2 == 0 && k / 2 >= from ? y[k / 2]?.Square() : null;
        return pairs is null ? middle : middle is null ? pairs : pairs + middle;
    }

    private static Tensor? Cauchy(int from, int to, Func<int, Tensor?> term)
    {
        Tensor? sum = null;
        for (var j = from; j <= to; j++)
            if (term(j) is { } next) sum = sum is null ? next : sum + next;
        return sum;
    }

    private static Tensor? Product(Tensor? a, Tensor? b) => a is null || b is null ? null : a * b;

    private static Tensor? Scaled(Tensor? x, double factor) => x is null || factor == 0 ? null : factor == 1 ? x : x * factor;

    /// <summary>One fused function: of the coefficients that are there, then y₀, the further coefficients of y that are not 0.</summary>
    private sealed class Recurrence
    {
        private readonly Fused fused;
        private readonly int order;
        private int[] places = [];

        public Recurrence(Application application, Rule rule, bool[][] present, int order)
        {
            this.order = order;
            fused = Fuse.Of(a =>
            {
                var next = 0;
                var series = Composed(application, rule, Array.ConvertAll(present, p => Array.ConvertAll(p, there => there ? a[next++] : null)), a[^1], order);
                places = [.. Enumerable.Range(1, order).Where(k => series[k] is not null)];
                return [.. places.Select(k => Broadcasting.StretchTo(series[k]!, a[^1].Shape, a[^1].DType))];
            });
        }

        public Tensor?[] Of(Tensor[] arguments)
        {
            var (results, series) = (fused.Run(arguments), new Tensor?[order + 1]);
            series[0] = arguments[^1];
            for (var i = 0; i < places.Length; i++) series[places[i]] = results[i];
            return series;
        }
    }
}
