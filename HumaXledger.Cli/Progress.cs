using System.Globalization;
using System.Text;

namespace HumaXledger.Cli;

/// <summary>
/// Shows progress on standard error where that is a terminal: one line that is overwritten, and removed at the end.
/// </summary>
internal sealed class Progress(Stream error, bool watched) : IDisposable
{
    private int _shown;

    /// <summary>Shows the number of records read from a file.</summary>
    public void Reading(string file, int read)
    {
        if (watched)
        {
            Show(string.Create(CultureInfo.InvariantCulture, $"Reading {file}: {read:N0}"));
        }
    }

    /// <summary>Replaces the line.</summary>
    public void Show(string what)
    {
        if (!watched)
        {
            return;
        }

        error.Write(Encoding.UTF8.GetBytes($"\r{what.PadRight(_shown)}"));
        error.Flush();
        _shown = what.Length;
    }

    public void Dispose()
    {
        if (_shown > 0)
        {
            error.Write(Encoding.UTF8.GetBytes($"\r{new string(' ', _shown)}\r"));
            error.Flush();
            _shown = 0;
        }
    }
}
