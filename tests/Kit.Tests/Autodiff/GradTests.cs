using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>The public door: forms of functions, errors, scopes, custom rules.</summary>
public sealed class GradTests
{
    [Fact]
    public void Functions_of_two_three_and_many_arguments()
    {
        var (a, b) = Grad.Of((x, y) => (x * y.Square()).Sum())(Tensor.Of([1.0, 2]), 3.0);
        Assert.Equal([9, 9], a.ToDoubles());
        Assert.Equal(18, b.Item());
        var (p, q, r) = Grad.Of((x, y, z) => x * y * z)(2, 3, 4);
        Assert.Equal((12, 8, 6), (p.Item(), q.Item(), r.Item()));
        var (value, gradients) = Grad.ValueAnd((Tensor[] w) => (w[0].MatMul(w[1])).Sum())([Tensor.Ones((2, 2)), Tensor.Of([3.0, 5]), Tensor.Ones(3)]);
        Assert.Equal(16, value.Item());
        Assert.Equal([3, 5, 3, 5], gradients[0].ToDoubles());
        Assert.Equal([2, 2], gradients[1].ToDoubles());
        Assert.Equal([0, 0, 0], gradients[2].ToDoubles());
        Assert.Equal([5, 3], Grad.Of(u => u[0] * u[1])(Tensor.Of([3.0, 5])).ToDoubles());
    }

    [Fact]
    public void An_output_that_does_not_depend_on_the_input_gives_zeros()
    {
        var x = Tensor.Of([1.0, 2]);
        Assert.Equal([0, 0], Grad.Of(_ => 3.0)(x).ToDoubles());
        Assert.Equal([0, 0], Grad.Of(u => u.Floor().Sum())(x).ToDoubles());
        Assert.Equal([0, 0], Grad.Of(u => Grad.Stop(u).Square().Sum())(x).ToDoubles());
        Assert.Equal([1, 2], Grad.Of(u => (Grad.Stop(u) * u).Sum())(x).ToDoubles());
        Assert.Equal([0, 0], Grad.Jvp(u => u.Sign(), x, x).Tangent.ToDoubles());
        Assert.Equal([0, 0, 0, 0], Grad.Hessian(u => u.Sum(), x).ToDoubles());
    }

    [Fact]
    public void Gradients_may_be_written_to_without_harm()
    {
        var x = Tensor.Ones(3);
        var (a, b) = Grad.Of((u, v) => (u + v).Sum())(x, x);
        a.MultiplyInPlace(5);
        Assert.Equal([1, 1, 1], b.ToDoubles());
        var (value, pullback) = Grad.Vjp(u => u, x);
        pullback(x).MultiplyInPlace(7);
        Assert.Equal([1, 1, 1], x.ToDoubles());
        Assert.Equal([1, 1, 1], value.ToDoubles());
    }

    [Fact]
    public void Empty_tensors_have_empty_gradients()
    {
        Assert.Equal([0, 2], Grad.Of(u => u.Sin().Sum())(Tensor.Zeros((0, 2))).Shape.ToArray());
        Assert.Equal([0, 3], Grad.Jacobian(u => u[..0], Tensor.Ones(3)).Shape.ToArray());
    }

    [Fact]
    public void A_disposed_tensor_is_as_gone_inside_a_derivative_as_outside()
    {
        Assert.Throws<ObjectDisposedException>(() => Grad.Of(u =>
        {
            var y = u.Sin();
            y.Dispose();
            return y.Sum();
        })(1.0));
        // What the tape saved is its own: the caller may let go of a tensor that it no longer needs.
        Assert.Equal(Math.Cos(1) * Math.Exp(Math.Sin(1)), Grad.Of(u =>
        {
            using var y = u.Sin();
            return y.Exp();
        })(1.0).Item(), 1e-15);
    }

    [Fact]
    public void A_pullback_serves_many_times()
    {
        var (_, pullback) = Grad.Vjp(u => u.Sin().CumSum(), Tensor.Of([0.0, 0]));
        Assert.Equal([1, 0], pullback(Tensor.Of([1.0, 0])).ToDoubles());
        Assert.Equal([1, 1], pullback(Tensor.Of([0.0, 1])).ToDoubles());
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => pullback(Tensor.Ones(3))).Message);
    }

    [Fact]
    public void Errors_say_what_is_wrong()
    {
        var x = Tensor.Of([1.0, 2]);
        Assert.Contains("I32", Assert.Throws<ArgumentException>(() => Grad.Of(u => u.Sum())(Tensor.Of([1, 2]))).Message);
        Assert.Contains("Bool", Assert.Throws<ArgumentException>(() => Grad.Of(u => u.Sum())(x > 1)).Message);
        Assert.Contains("shape [2]", Assert.Throws<ArgumentException>(() => Grad.Of(u => u.Sin())(x)).Message);
        Assert.Contains("C128", Assert.Throws<ArgumentException>(() => Grad.Of(u => (u * System.Numerics.Complex.ImaginaryOne).Sum())(x)).Message);
        Assert.Contains("I32", Assert.Throws<ArgumentException>(() => Grad.Of(u => u.ArgMax())(x)).Message);
        Assert.Contains("Bool", Assert.Throws<ArgumentException>(() => Grad.Vjp(u => u > 0, x)).Message);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => Grad.Jvp(u => u, x, Tensor.Ones(3))).Message);
        Assert.Contains("real", Assert.Throws<ArgumentException>(() => Grad.Jacobian(u => u, x.Cast(DType.C128))).Message);
    }

    [Fact]
    public void Writing_in_place_to_what_is_differentiated_is_refused_by_name()
    {
        var x = Tensor.Of([1.0, 2]);
        var plain = Tensor.Zeros(2);
        Refused("AddInPlace", u => u.AddInPlace(1));
        Refused("MultiplyInPlace", u => (u * 2).MultiplyInPlace(3));
        Refused("Assign", u =>
        {
            u[0] = 5;
            return u;
        });
        Refused("Assign", u =>
        {
            plain[0] = u[1];
            return plain;
        });
        Refused("Put", u => plain.Put(Tensor.Of([0, 1]), u));
        Refused("Assign", u =>
        {
            u[u > 1] = 0;
            return u;
        });
        Assert.Equal([1, 2], x.ToDoubles());
        Assert.Equal([0, 0], plain.ToDoubles());

        void Refused(string name, Func<Tensor, Tensor> f)
        {
            var message = Assert.Throws<InvalidOperationException>(() => Grad.Of(u => f(u).Sum())(x)).Message;
            Assert.StartsWith(name + ":", message);
            Assert.Throws<InvalidOperationException>(() => Grad.Jvp(f, x, x));
        }
    }

    [Fact]
    public void Changing_a_saved_value_is_found_and_changing_another_is_allowed()
    {
        var x = Tensor.Of([1.0, 2]);
        var weights = Tensor.Of([3.0, 4]);
        var message = Assert.Throws<InvalidOperationException>(() => Grad.Of(u =>
        {
            var y = (u * weights).Sum();
            weights.MultiplyInPlace(2);
            return y;
        })(x)).Message;
        Assert.Contains("MultiplyInPlace", message);
        Assert.Contains("derivative of Multiply", message);

        var (_, pullback) = Grad.Vjp(u => u.Square(), x);
        x[0] = 9;
        Assert.Contains("Assign", Assert.Throws<InvalidOperationException>(() => pullback(1)).Message);

        Assert.Equal([1, 1], Grad.Of(u =>
        {
            var y = (u + weights).Sum();
            weights.AddInPlace(1);
            return y;
        })(x).ToDoubles());
    }

    [Fact]
    public void Saved_values_outlive_a_scope_in_the_function_and_end_with_the_one_around_the_call()
    {
        var x = Tensor.Of([0.3, 0.6]);
        Func<Tensor, Tensor> f = u =>
        {
            using (Tensor.Scope())
            {
                using var factor = Tensor.Of([2.0, 3]);
                return (u.Sin() * factor).Exp().Sum().Keep();
            }
        };
        Func<Tensor, Tensor> open = u => (u.Sin() * Tensor.Of([2.0, 3])).Exp().Sum();
        Assert.Equal(Grad.Of(open)(x).ToDoubles(), Grad.Of(f)(x).ToDoubles());
        Assert.Equal(Grad.Hessian(open, x).ToDoubles(), Grad.Hessian(f, x).ToDoubles());
        Assert.Equal(Grad.HessianVector(open, x, x).ToDoubles(), Grad.HessianVector(f, x, x).ToDoubles());
        Assert.Equal(Grad.Of(z => Grad.Jvp(open, z, x).Tangent)(x).ToDoubles(), Grad.Of(z => Grad.Jvp(f, z, x).Tangent)(x).ToDoubles());

        Func<Tensor, Tensor> late;
        using (Tensor.Scope()) late = Grad.Vjp(open, x).Pullback;
        Assert.Contains("Keep()", Assert.Throws<ObjectDisposedException>(() => late(1)).Message);
    }

    [Fact]
    public void What_a_function_leaves_behind_is_a_constant_later()
    {
        Tensor? hidden = null;
        var x = Tensor.Of([1.0, 2]);
        var gradient = Grad.Of(u =>
        {
            hidden = u.Square();
            Assert.Equal("[1.0, 4.0]", hidden.ToString());
            return hidden.Sum().Item() > 1 ? hidden.Sum() : u.Sum();
        })(x);
        Assert.Equal([2, 4], gradient.ToDoubles());
        Assert.Equal([2, 6], (hidden! + x).ToDoubles());
        Assert.Equal([1, 4], Grad.Of(u => (u * hidden!).Sum())(x).ToDoubles());
        hidden!.AddInPlace(1);
        Assert.Equal([2, 5], hidden.ToDoubles());
    }

    [Fact]
    public void An_operation_without_a_rule_is_an_error_and_not_a_zero()
    {
        var message = Assert.Throws<InvalidOperationException>(() => Grad.Of(u => Tensor.Of(u.Span<double>()).Sum())(Tensor.Of([1.0]))).Message;
        Assert.Contains("Grad.Custom", message);
        Assert.Throws<InvalidOperationException>(() => Grad.Of(u => u.Alias(0, u.Shape, [1]).Sum())(Tensor.Of([1.0])));
    }

    [Fact]
    public void A_custom_rule_is_used_at_every_order()
    {
        // The wrong factor 10 shows whose rule was used: y = x³, y' = 30x² by the rule, and so y'' = 60x.
        var cube = Grad.Custom(x => x * x * x, (x, _, g) => g * 30 * x.Square(), (x, _, t) => t * 30 * x.Square());
        Assert.Equal(8, cube(2.0).Item());
        Assert.Equal(120, Grad.Of(cube)(2.0).Item());
        Assert.Equal(120, Grad.Of(Grad.Of(cube))(2.0).Item());
        Assert.Equal(120, Grad.Jvp(cube, 2.0, 1).Tangent.Item());
        Assert.Equal(120, Grad.HessianVector(cube, 2.0, 1).Item());
        // Inside, host code that the tape cannot see.
        var host = Grad.Custom(x => Tensor.Of(Math.Sin(x.Item())), (x, _, g) => g * x.Cos());
        Assert.Equal(-Math.Sin(0.5), Grad.Of(Grad.Of(host))(0.5).Item(), 1e-15);
        // A rule for x alone must not hide that another argument varies too.
        Assert.Contains("closes over", Assert.Throws<InvalidOperationException>(() => Grad.Of((a, b) => Grad.Custom(x => x * b, (_, _, g) => g * b)(a))(1.0, 2.0)).Message);
        Assert.Contains("jvp", Assert.Throws<NotSupportedException>(() => Grad.Jvp(host, 0.5, 1)).Message);
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => Grad.Of(Grad.Custom(x => x, (_, _, _) => Tensor.Ones(2)))(1.0)).Message);
    }

    [Fact]
    public void The_trap_names_the_operation_that_makes_a_NaN()
    {
        Func<Tensor, Tensor> f = u => (u - 2).Sqrt().Exp().Sum();
        Assert.True(double.IsNaN(Grad.Of(f)(1.0).Item()));
        using (Grad.TrapNaN())
        {
            Assert.StartsWith("Sqrt made NaN", Assert.Throws<ArithmeticException>(() => Grad.Of(f)(1.0)).Message);
            Assert.StartsWith("the derivative of Sqrt made NaN", Assert.Throws<ArithmeticException>(() => Grad.Of(u => (u * 0).Sqrt().Sum() * 0)(1.0)).Message);
        }

        Assert.True(double.IsNaN(Grad.Of(f)(1.0).Item()));
    }

    [Fact]
    public void Check_finds_a_wrong_rule_and_shows_it()
    {
        var right = Grad.Check(u => u.Sin() * u[0], Tensor.Of([0.5, 1]));
        Assert.True(right.Passed, right.ToString());
        var wrong = Grad.Check(Grad.Custom(x => x.Sin(), (x, _, g) => g * x.Cos() * 1.01), Tensor.Of([0.5, 1]));
        Assert.False(wrong.Passed);
        Assert.InRange(wrong.Error, 0.0099, 0.0101);
        Assert.Contains("FAILED", wrong.ToString());
        Assert.Contains("✗", wrong.ToHtml());
        Assert.False(Grad.Check(u => (u - 9).Sqrt(), 1.0).Passed);
    }
}
