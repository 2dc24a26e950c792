namespace Kit.Compute.Cpu.Fft;

/// <summary>The tables of the lengths used last. Two threads may make the same table; one of them is kept.</summary>
internal sealed class PlanCache<TPlan>(Func<int, TPlan> make) where TPlan : class
{
    private const int Capacity = 32;
    private readonly Lock gate = new();
    private readonly Dictionary<int, TPlan> plans = [];
    private readonly LinkedList<int> recent = new();

    public TPlan Of(int n)
    {
        lock (gate)
        {
            if (plans.TryGetValue(n, out var known))
            {
                if (recent.Last!.Value != n)
                {
                    recent.Remove(n);
                    recent.AddLast(n);
                }

                return known;
            }
        }

        var made = make(n);
        lock (gate)
        {
            if (!plans.TryAdd(n, made)) return plans[n];
            recent.AddLast(n);
            if (recent.Count > Capacity)
            {
                plans.Remove(recent.First!.Value);
                recent.RemoveFirst();
            }
        }

        return made;
    }
}
