using System.Text.Unicode;

namespace Kit.Notebook.Documents;

/// <summary>The bytes of a text file without the byte order mark.</summary>
internal static class Utf8Text
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith(Mark))
            bytes = bytes[Mark.Length..];
        if (bytes.Trim(" \t\r\n"u8).IsEmpty)
            throw new NotebookFormatException(path, null, "the file is empty, expected a notebook");
        return Utf8.IsValid(bytes) ? bytes : throw new NotebookFormatException(path, null, "not UTF-8 text");
    }
}
