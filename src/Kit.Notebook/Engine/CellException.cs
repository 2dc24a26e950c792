namespace Kit.Notebook.Engine;

/// <summary>A cell cannot run for a reason that its author can mend: the message says which line and what to write instead.</summary>
public sealed class CellException(string message) : Exception(message);
