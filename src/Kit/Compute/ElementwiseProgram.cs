using System.Numerics;

namespace Kit.Compute;

/// <summary>What an <see cref="Instruction"/> does.</summary>
public enum Step
{
    /// <summary>Reads input number <see cref="Instruction.Op"/>.</summary>
    Input,

    /// <summary>Reads input number <see cref="Instruction.Op"/>, one number for all elements that may change from call to call.</summary>
    Number,

    /// <summary>The number <see cref="Instruction.Value"/>.</summary>
    Constant,

    /// <summary>A <see cref="UnaryOp"/> of A.</summary>
    Unary,

    /// <summary>A <see cref="BinaryOp"/> of A and B, which have one type.</summary>
    Binary,

    /// <summary>A ? B : C with a Bool A.</summary>
    Select,

    /// <summary>A converted to the instruction's type; of complex numbers to real ones the real part.</summary>
    Cast,

    /// <summary>A <see cref="ReduceOp"/> (sum, smallest or largest) of A along the last axis, the same number all along it.</summary>
    Reduce,
}

/// <summary>One line of an <see cref="ElementwiseProgram"/>; its result is the register of its own index, A, B and C are earlier registers.</summary>
/// <param name="Step">What is done.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Op">Which operation or input.</param>
/// <param name="A">First operand, −1 for none.</param>
/// <param name="B">Second operand, −1 for none.</param>
/// <param name="C">Third operand, −1 for none.</param>
/// <param name="Bits">The bits of a constant's real and imaginary part, so that equality tells −0 from 0.</param>
public readonly record struct Instruction(Step Step, DType Type, int Op = 0, int A = -1, int B = -1, int C = -1, (ulong Real, ulong Imaginary) Bits = default)
{
    /// <summary>The value of a constant.</summary>
    public Complex Value => new(BitConverter.UInt64BitsToDouble(Bits.Real), BitConverter.UInt64BitsToDouble(Bits.Imaginary));

    /// <summary>Whether an input is read.</summary>
    public bool IsInput => Step is Step.Input or Step.Number;

    /// <summary>Whether it is the same for all elements.</summary>
    public bool IsNumber => Step is Step.Number or Step.Constant;

    /// <summary>A constant.</summary>
    public static Instruction Constant(Complex value, DType type) =>
        new(Step.Constant, type, Bits: (BitConverter.DoubleToUInt64Bits(value.Real), BitConverter.DoubleToUInt64Bits(value.Imaginary)));
}

/// <summary>A straight line of elementwise operations over registers: the plain data from which a device makes one pass over memory.</summary>
/// <remarks>A program of rows may also reduce along the last axis, so a device needs whole rows at a time. Register i is the result of instruction i and is written once. Two programs are equal when they do the same by the same instructions.</remarks>
public sealed class ElementwiseProgram : IEquatable<ElementwiseProgram>
{
    /// <param name="code">The instructions; operands come before their use.</param>
    /// <param name="outputs">The registers that are results: each the result of an operation, none twice.</param>
    /// <param name="row">The extent of the last axis, for a program of rows; else 0.</param>
    internal ElementwiseProgram(Instruction[] code, int[] outputs, int row) => (Code, Outputs, Row) = (code, outputs, row);

    /// <summary>The instructions in order.</summary>
    public IReadOnlyList<Instruction> Code { get; }

    /// <summary>The registers of the results.</summary>
    public IReadOnlyList<int> Outputs { get; }

    /// <summary>The extent of the last axis that a program of rows is for; 0 when the elements have nothing to do with each other.</summary>
    public int Row { get; }

    /// <inheritdoc/>
    public bool Equals(ElementwiseProgram? other) => other is not null && Row == other.Row && Code.SequenceEqual(other.Code) && Outputs.SequenceEqual(other.Outputs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ElementwiseProgram);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var line in Code) hash.Add(line);
        foreach (var output in Outputs) hash.Add(output);
        return hash.ToHashCode();
    }

    /// <summary>One line an instruction, as <c>r3: F32 = Multiply r1 r2</c>.</summary>
    public override string ToString() => string.Join('\n', Code.Select((line, r) => $"r{r}: {line.Type} = {Name(line)}{(Outputs.Contains(r) ? " → result" : "")}"));

    private static string Name(Instruction line)
    {
        var operands = string.Concat(new[] { line.A, line.B, line.C }.Where(r => r >= 0).Select(r => $" r{r}"));
        return line.Step switch
        {
            Step.Input or Step.Number => $"input {line.Op}",
            Step.Constant => FormattableString.Invariant($"{line.Value}"),
            Step.Unary => (UnaryOp)line.Op + operands,
            Step.Binary => (BinaryOp)line.Op + operands,
            Step.Reduce => (ReduceOp)line.Op + operands,
            _ => line.Step + operands,
        };
    }
}
