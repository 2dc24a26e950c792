namespace Kit.Pde.DataSets;

/// <summary>Every data set that Kit can make, with the parameters of its source.</summary>
public static class DataSets
{
    /// <summary>Found by reflection, in ordinal order of id.</summary>
    public static IReadOnlyList<DataSet> All { get; } =
    [
        .. typeof(DataSets).Assembly.GetExportedTypes()
            .Where(type => type is { IsSealed: true, IsAbstract: false } && type.IsAssignableTo(typeof(DataSet)))
            .Select(type => (DataSet)Activator.CreateInstance(type)!)
            .OrderBy(set => set.Id, StringComparer.Ordinal),
    ];
}
