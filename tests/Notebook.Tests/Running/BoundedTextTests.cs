using System.Text;
using Kit.Notebook.Running;

namespace Kit.Notebook.Tests.Running;

public sealed class BoundedTextTests
{
    [Fact]
    public void Head_and_tail_are_exact_for_every_way_to_cut_the_text()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 60)).Select(i => (char)('!' + i))]);
            var bounded = new BoundedText(head: 10, tail: 4);
            var head = new StringBuilder();
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(random.Next(1, 12), text.Length - at);
                var piece = text.AsSpan(at, length);
                if (bounded.Take(ref piece))
                {
                    head.Append(piece);
                }

                at += length;
            }

            Assert.Equal(text[..Math.Min(10, text.Length)], head.ToString());
            var dropped = Math.Max(0, text.Length - 14);
            var rest = bounded.Rest();
            Assert.Equal(text.Length <= 10 ? null : text[^Math.Min(4, text.Length - 10)..], dropped > 0 ? rest![^4..] : rest);
            Assert.Equal(dropped > 0, rest?.Contains($"[... {dropped} characters left out ...]", StringComparison.Ordinal) ?? false);
        }
    }
}
