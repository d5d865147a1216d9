using Microsoft.Win32.SafeHandles;

namespace HumaXledger.Cli;

/// <summary>What a command reads from and writes to beside the files that it is given.</summary>
/// <param name="ErrorIsTerminal">Whether somebody watches standard error, so that progress is worth telling.</param>
internal sealed record Surroundings(Stream Input, Stream Output, Stream Error, bool ErrorIsTerminal, TimeProvider Clock)
    : IDisposable
{
    public static Surroundings OfProcess() =>
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
    /// The console's own stream says nothing when the reader of a pipe has gone away, and <c>validate | head</c> would
    /// read on for ever; a file's stream says it. For a file
    /// itself the console's is right: it goes on where others who write to the same file have stopped.
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
