namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <inheritdoc cref="Functions.CumProd(Tensor, int)"/>
    public Tensor CumProd(int axis = -1) => Functions.CumProd(this, axis);

    /// <inheritdoc cref="Functions.CumMax(Tensor, int)"/>
    public Tensor CumMax(int axis = -1) => Functions.CumMax(this, axis);

    /// <inheritdoc cref="Functions.CumMin(Tensor, int)"/>
    public Tensor CumMin(int axis = -1) => Functions.CumMin(this, axis);

    /// <inheritdoc cref="Functions.Diff(Tensor, int, int)"/>
    public Tensor Diff(int order = 1, int axis = -1) => Functions.Diff(this, order, axis);

    private Tensor ComplexProd(Axes axes, bool keepDims)
    {
        var marks = axes.Mark(shape, "Prod");
        var product = Solid();
        for (var axis = 0; axis < marks.Length; axis++)
            if (marks[axis]) product = product.shape.Dims[axis] > 0 ? Functions.TreeProduct(product, axis) : Ones(One(product.shape, axis), DType).To(Device);
        return product.Reshape(Kept(marks, keepDims).Dims);

        static Shape One(Shape shape, int axis) => new([.. shape.Dims[..axis], 1, .. shape.Dims[(axis + 1)..]]);
    }
}
