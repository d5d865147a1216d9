using HumaXledger.Core.Sync.Connections;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>The lines of "Verify" as the checks report.</summary>
public sealed class CheckLines
{
    private readonly List<SetupCheck> _lines = [];

    /// <summary>The lines in the order of the checks.</summary>
    public IReadOnlyList<SetupCheck> All => _lines;

    /// <summary>Removes all lines.</summary>
    public void Clear() => _lines.Clear();

    /// <summary>The outcome of a check replaces its running line.</summary>
    public void Note(SetupCheck check)
    {
        var line = _lines.FindIndex(known => known.Code == check.Code && known.Right == check.Right);
        if (line < 0)
        {
            _lines.Add(check);
        }
        else
        {
            _lines[line] = check;
        }
    }
}
