using System.Text;

namespace Kit.Notebook.Running;

/// <summary>While it lives, <see cref="Console"/> writes into the running cell.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter output = Console.Out;
    private readonly TextWriter error = Console.Error;
    private readonly TextReader input = Console.In;

    public ConsoleCapture()
    {
        Console.SetOut(new Stream("stdout"));
        Console.SetError(new Stream("stderr"));
        Console.SetIn(TextReader.Null);
    }

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(input);
    }

    private sealed class Stream(string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override IFormatProvider FormatProvider => System.Globalization.CultureInfo.InvariantCulture;

        public override string NewLine => "\n";

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => CellOutputs.Current?.Write(name, buffer);

        // A line is one write: two threads may interleave lines, never parts of them.
        public override void WriteLine(string? value) => Write(value + "\n");
    }
}
