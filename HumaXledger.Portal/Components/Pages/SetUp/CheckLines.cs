using HumaXledger.Core.Sync.Connections;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>The lines of "Verify" as they come in.</summary>
public sealed class CheckLines
{
    private readonly List<SetupCheck> _lines = [];

    public IReadOnlyList<SetupCheck> All => _lines;

    public void Clear() => _lines.Clear();

    /// <summary>A check's outcome takes the place of its running line.</summary>
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
