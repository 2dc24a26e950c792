namespace Kit.StatMech;

/// <summary>Two states of one model that do not know each other: replicas.</summary>
/// <param name="First">One replica.</param>
/// <param name="Second">The other.</param>
public sealed record ReplicaPair(Configuration First, Configuration Second);
