using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Two states between the acoustic waves of a gas, left and right of its contact: contacts at rest stay as sharp as they are. For <see cref="Euler"/>.</summary>
/// <remarks>
/// Toro, Spruce and Speares (1994), Shock Waves 4, 25; Toro (2009), section 10.4, with speeds of Einfeldt (1988): s⁻ = min(v_l − c_l, ṽ − c̃) and
/// s⁺ = max(v_r + c_r, ṽ + c̃) of Roe's averages.
/// </remarks>
public readonly struct Hllc : IRiemannSolver
{
    /// <inheritdoc/>
    public static bool Accepts<TLaw>() => typeof(TLaw) == typeof(Euler);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Solve<TLaw, T>(in TLaw law, ReadOnlySpan<T> left, ReadOnlySpan<T> right, int axis, Span<T> f)
        where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>
    {
        ref readonly var gas = ref Unsafe.As<TLaw, Euler>(ref Unsafe.AsRef(in law));
        var (d, e) = (gas.Dimensions, gas.Dimensions + 1);
        T vl = left[1 + axis] / left[0], vr = right[1 + axis] / right[0];
        T pl = gas.Pressure(left), pr = gas.Pressure(right);
        T cl2 = gas.Gamma * pl / left[0], cr2 = gas.Gamma * pr / right[0];
        T a = T.Sqrt(left[0]), b = T.Sqrt(right[0]), weight = a / (a + b), jump = vr - vl;
        var mean = weight * vl + (1 - weight) * vr;
        // Einfeldt's bound of the sound speed, c̃² = mean of c² + ½ w(1 − w)(v_r − v_l)².
        var sound = T.Sqrt(weight * cl2 + (1 - weight) * cr2 + 0.5 * (weight * (1 - weight)) * (jump * jump));
        T sl = T.Min(vl - T.Sqrt(cl2), mean - sound), sr = T.Max(vr + T.Sqrt(cr2), mean + sound);
        T ml = left[0] * (sl - vl), mr = right[0] * (sr - vr);
        var contact = (pr - pl + ml * vl - mr * vr) / (ml - mr);

        // The side of the face that the contact leaves: F + s(u* − u) with s cut off at 0 where that wave has passed the face.
        T speed = T.Choose(contact, 0, T.Max(sr, 0), T.Min(sl, 0));
        T own = T.Choose(contact, 0, sr, sl), mass = T.Choose(contact, 0, mr, ml), v = T.Choose(contact, 0, vr, vl), p = T.Choose(contact, 0, pr, pl);
        T energy = T.Choose(contact, 0, right[e], left[e]), density = T.Choose(contact, 0, right[0], left[0]);
        var middle = mass / (own - contact);
        f[0] = density * v + speed * (middle - density);
        for (var k = 0; k < d; k++)
        {
            var momentum = T.Choose(contact, 0, right[1 + k], left[1 + k]);
            f[1 + k] = k == axis
                ? momentum * v + p + speed * (middle * contact - momentum)
                : momentum * v + speed * (middle * (momentum / density) - momentum);
        }

        f[e] = (energy + p) * v + speed * (middle * (energy / density + (contact - v) * (contact + p / mass)) - energy);
    }
}
