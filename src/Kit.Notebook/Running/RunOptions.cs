namespace Kit.Notebook.Running;

/// <summary>How to run a notebook.</summary>
/// <param name="Path">The notebook, `.ipynb` or `.dib`.</param>
/// <param name="OutputFolder">Where the executed notebook and its page go.</param>
/// <param name="Parameters">Values for the cell tagged <c>parameters</c>, by name.</param>
/// <param name="CellTimeout">The longest that one cell may take.</param>
/// <param name="TrxFile">A test-result file with one test a code cell, or null.</param>
/// <param name="WritePage">False to write the executed notebook only.</param>
internal sealed record RunOptions(
    string Path,
    string OutputFolder,
    IReadOnlyDictionary<string, string> Parameters,
    TimeSpan CellTimeout,
    string? TrxFile,
    bool WritePage);
