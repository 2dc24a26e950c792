using Kit.Notebook.Documents;

namespace Kit.Notebook.Running;

internal static class PlotHead
{
    public static string For(NotebookDocument document, Terminal terminal) => "";
}
