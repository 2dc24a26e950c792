using System.Runtime.ExceptionServices;

namespace Kit.Notebook.Running;

/// <summary>Watches for what ends a process behind the runner's back: <see cref="Environment.Exit"/>, and exceptions on threads and in tasks that nobody awaits.</summary>
internal sealed class ProcessGuard : IDisposable
{
    private static Action<Exception>? onBackground;
    private static bool installed;

    private readonly Action onExit;
    private bool disposed;

    /// <param name="background">Called with an exception that nobody caught.</param>
    /// <param name="exit">Called while the process is going down although the runner is not done.</param>
    public ProcessGuard(Action<Exception> background, Action exit)
    {
        onExit = exit;
        onBackground = background;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        TaskScheduler.UnobservedTaskException += OnUnobserved;

        // The runtime takes one handler in a process's life.
        if (!installed)
        {
            installed = true;
            ExceptionHandling.SetUnhandledExceptionHandler(Handle);
        }
    }

    /// <summary>Brings out exceptions of tasks that nobody awaits; the runtime tells of them only when it collects the task.</summary>
    public static void FlushTasks()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    public void Dispose()
    {
        disposed = true;
        onBackground = null;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
    }

    private static bool Handle(Exception exception)
    {
        onBackground?.Invoke(exception);
        return onBackground is not null;
    }

    private static void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs fault)
    {
        fault.SetObserved();
        foreach (var inner in fault.Exception.Flatten().InnerExceptions)
        {
            onBackground?.Invoke(inner);
        }
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (!disposed)
        {
            onExit();
        }
    }
}
