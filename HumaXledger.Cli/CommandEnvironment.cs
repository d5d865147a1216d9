using Microsoft.Win32.SafeHandles;

namespace HumaXledger.Cli;

/// <summary>The streams and the clock of a command.</summary>
/// <param name="ErrorIsTerminal">Whether standard error is a terminal, so that progress is shown.</param>
internal sealed record CommandEnvironment(
    Stream Input,
    Stream Output,
    Stream Error,
    bool ErrorIsTerminal,
    TimeProvider Clock
) : IDisposable
{
    /// <summary>Those of this process.</summary>
    public static CommandEnvironment OfProcess() =>
        new(
            Console.OpenStandardInput(),
            OpenOutput(),
            Console.OpenStandardError(),
            !Console.IsErrorRedirected,
            TimeProvider.System
        );

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    /// <summary>
    /// The console's own stream hides that the reader of a pipe has closed it, so that <c>validate | head</c> would
    /// read forever; a file stream throws. For a file the console's stream is right: it appends where another writer
    /// has stopped.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
