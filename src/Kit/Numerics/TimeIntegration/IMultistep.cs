namespace Kit.Numerics.TimeIntegration;

/// <summary>A method that remembers earlier steps. It begins anew by itself when the time or the step is not the one it expects.</summary>
public interface IMultistep : IStepper
{
    /// <summary>Forgets earlier steps.</summary>
    void Restart();
}
