using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Iterative solutions of x = f(x), f(x) = 0 and Ax = b for tensors of any shape; a complex tensor counts as its real and imaginary parts.</summary>
internal static class Iterations
{
    private const int Restart = 40;

    /// <summary>Anderson's mixing: the combination of the latest steps whose residuals f(x) − x add up to the least.</summary>
    /// <remarks>H. F. Walker and P. Ni, SIAM J. Numer. Anal. 49 (2011) 1715, with the least squares by orthogonalisation, newest step first.</remarks>
    public static Tensor FixedPoint(Func<Tensor, Tensor> f, Tensor x, Iteration rule)
    {
        var (steps, changes) = (new List<Tensor>(), new List<Tensor>());
        Tensor? lastImage = null, lastResidual = null;
        for (var k = 0; ; k++)
        {
            using var scope = Tensor.Scope();
            var image = Like(f(x), x, "FixedPoint");
            var residual = image - x;
            var left = Rms(residual);
            if (left <= rule.For(x.DType) * (1 + Rms(image))) return scope.Own(image, scope.Outer);
            if (k >= rule.MaxIterations || !double.IsFinite(left)) throw Gave("FixedPoint", k, left, rule.For(x.DType) * (1 + Rms(x)));
            if (rule.Memory > 0 && lastImage is not null)
            {
                steps.Insert(0, (image - lastImage).Keep());
                changes.Insert(0, (residual - lastResidual!).Keep());
                if (steps.Count > rule.Memory)
                {
                    steps[^1].Dispose();
                    changes[^1].Dispose();
                    steps.RemoveAt(rule.Memory);
                    changes.RemoveAt(rule.Memory);
                }
            }

            lastImage?.Dispose();
            lastResidual?.Dispose();
            if (k > 0) x.Dispose();
            (lastImage, lastResidual) = (scope.Own(image, scope.Outer), residual.Keep());
            x = scope.Own(Mixed(image, residual, steps, changes), scope.Outer);
        }
    }

    /// <summary>Newton's method, each step by GMRES.</summary>
    public static Tensor Newton(Func<Tensor, Tensor> f, Tensor x, Iteration rule)
    {
        for (var k = 0; ; k++)
        {
            using var scope = Tensor.Scope();
            var here = x;
            var (value, tolerance) = (Like(f(x), x, "Root"), rule.For(x.DType) * (1 + Rms(x)));
            var step = Rms(value) == 0 ? Tensor.ZerosLike(x) : Gmres(v => Grad.Jvp(f, here, v).Tangent, value, rule);
            x = (x - step).Keep();
            if (k > 0) here.Dispose();
            var left = Rms(step);
            // The step after one of this size is its square: below rounding.
            if (left <= tolerance) return x;
            if (k >= rule.MaxIterations || !double.IsFinite(left)) throw Gave("Root", k, left, tolerance);
        }
    }

    /// <summary>GMRES with restarts.</summary>
    /// <remarks>Y. Saad and M. H. Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856; modified Gram–Schmidt, Givens rotations.</remarks>
    public static Tensor Gmres(Func<Tensor, Tensor> a, Tensor b, Iteration rule)
    {
        var (goal, scale) = (rule.For(b.DType) * Norm(b), 1.0);
        var (x, residual) = (Tensor.ZerosLike(b), b);
        for (var used = 0; ;)
        {
            var size = Norm(residual);
            if (size <= goal) return x;
            // Rounding may forbid the last digits: a restart that gains nothing more is the end, good or bad.
            if (used >= rule.MaxIterations || !double.IsFinite(size) || used > 0 && size > 0.9 * scale)
                return size <= 100 * goal ? x : throw Gave("linear system", used, size, goal);
            scale = size;
            var (basis, h, g) = (new List<Tensor> { residual * (1 / size) }, new List<double[]>(), new List<double> { size });
            var (cosines, sines) = (new List<double>(), new List<double>());
            for (var k = 0; k < Restart && used < rule.MaxIterations && Math.Abs(g[k]) > goal; k++, used++)
            {
                using var scope = Tensor.Scope();
                var w = Like(a(basis[k]), b, "LinearSolve");
                var column = new double[k + 2];
                for (var i = 0; i <= k; i++)
                {
                    column[i] = Inner(basis[i], w);
                    w -= basis[i] * column[i];
                }

                column[k + 1] = Norm(w);
                basis.Add((w * (column[k + 1] > 0 ? 1 / column[k + 1] : 1)).Keep());
                for (var i = 0; i < k; i++) (column[i], column[i + 1]) = Rotated(cosines[i], sines[i], column[i], column[i + 1]);
                var length = Math.Sqrt(column[k] * column[k] + column[k + 1] * column[k + 1]);
                if (length == 0) break;
                cosines.Add(column[k] / length);
                sines.Add(column[k + 1] / length);
                column[k] = length;
                h.Add(column);
                g.Add(0);
                (g[k], g[k + 1]) = Rotated(cosines[k], sines[k], g[k], 0);
            }

            var y = new double[h.Count];
            for (var i = y.Length - 1; i >= 0; i--)
            {
                y[i] = g[i];
                for (var j = i + 1; j < y.Length; j++) y[i] -= h[j][i] * y[j];
                y[i] /= h[i][i];
                x += basis[i] * y[i];
            }

            residual = b - a(x);
            used++;
        }
    }

    private static (double, double) Rotated(double c, double s, double a, double b) => (c * a + s * b, c * b - s * a);

    private static Tensor Mixed(Tensor image, Tensor residual, List<Tensor> steps, List<Tensor> changes)
    {
        // x = f(xₖ) − Σ γⱼ (f(xₖ₋ⱼ₊₁) − f(xₖ₋ⱼ)) with γ from the least |rₖ − Σ γⱼΔrⱼ|; what depends on newer changes adds nothing and is left out.
        var (directions, images) = (new List<Tensor>(), new List<Tensor>());
        for (var j = 0; j < steps.Count; j++)
        {
            var (q, d, full) = (changes[j], steps[j], Norm(changes[j]));
            for (var i = 0; i < directions.Count; i++)
            {
                var part = Inner(directions[i], q);
                (q, d) = (q - directions[i] * part, d - images[i] * part);
            }

            var size = Norm(q);
            if (size <= 1e-8 * full || size == 0) continue;
            directions.Add(q * (1 / size));
            images.Add(d * (1 / size));
        }

        for (var i = 0; i < directions.Count; i++) image -= images[i] * Inner(directions[i], residual);
        return image;
    }

    private static Tensor Like(Tensor y, Tensor x, string caller) => y.Shape == x.Shape
        ? y
        : throw new ArgumentException($"{caller}: the function takes shape {x.Shape} to {y.Shape}; it must keep it");

    private static double Inner(Tensor a, Tensor b) => a.DType.IsComplex() ? (a.Conj() * b).Real().Sum().Item() : (a * b).Sum().Item();

    private static double Norm(Tensor x) => Math.Sqrt(Inner(x, x));

    private static double Rms(Tensor x) => Norm(x) / Math.Sqrt(Math.Max(1, x.Size));

    private static ArithmeticException Gave(string caller, int iterations, double left, double goal) =>
        new($"{caller}: not converged after {iterations} iterations, {left:G3} is left over and {goal:G3} was to be reached; begin nearer, allow more iterations or a larger tolerance");
}
