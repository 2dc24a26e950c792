namespace Kit.StatMech.MeanField;

/// <summary>ln 2 cosh x = |x| + ln(1 + e^{−2|x|}), which does not overflow.</summary>
internal static class LogTwoCosh
{
    public static double Of(double x) => Math.Abs(x) + Math.Log(1 + Math.Exp(-2 * Math.Abs(x)));
}
