using Kit.Display;

namespace Kit.Tensors;

[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed partial class Tensor : IHtmlView
{
    /// <summary>The elements in nested brackets; of long axes the ends.</summary>
    public override string ToString() => state == State.Disposed ? $"disposed Tensor {Shape} {DType}" : TensorText.Of(Plain);

    /// <summary>Shape, type, statistics, and the elements or a small heat map.</summary>
    public string ToHtml()
    {
        using var scope = Scope();
        return TensorHtml.Of(Plain);
    }
}
