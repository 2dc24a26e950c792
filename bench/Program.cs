using BenchmarkDotNet.Running;
using Kit.Bench.Peers;

return args switch
{
    ["suites", .. var filters] => Suites(filters),
    ["peers", .. var options] => Peers(options),
    _ => Usage("say which: suites or peers"),
};

static int Suites(string[] filters)
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(["--filter", .. filters.Length == 0 ? ["*"] : filters.Select(filter => $"*{filter.Trim('*')}*")]);
    return summaries.Any() && !summaries.Any(summary => summary.HasCriticalValidationErrors) ? 0 : 1;
}

static int Peers(string[] options)
{
    var (only, json) = ((string?)null, (string?)null);
    for (var rest = options; rest.Length > 0;)
    {
        switch (rest)
        {
            case ["--only", var name, .. var more]:
                (only, rest) = (name, more);
                break;
            case ["--json", var file, .. var more]:
                (json, rest) = (file, more);
                break;
            default:
                return Usage($"not understood: {string.Join(' ', rest)}");
        }
    }
    var rows = Rows.All.Where(row => only is null || row.Name.StartsWith(only, StringComparison.Ordinal)).ToArray();
    return rows.Length == 0
        ? Usage($"no row begins with {only}; there are {string.Join(", ", Rows.All.Select(row => row.Name))}")
        : Comparison.Run(rows, json, Console.Out);
}

static int Usage(string problem)
{
    Console.Error.WriteLine($"{problem}\nusage: bench suites [FILTER...]\n       bench peers [--only PREFIX] [--json FILE]");
    return 2;
}
