using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>
/// The wizard's entries across circuits: the server drops the circuit of a computer that sleeps, and the page
/// continues in a new one. They are in a service and not in the page, because the layout draws the page after the
/// framework has cleared the state that no component took.
/// </summary>
public sealed class SetUpMemory
{
    private SetUpEntries? _earlier;

    /// <summary>The form of the open wizard; null until the user has left the first step.</summary>
    public SetUpForm? Form { get; set; }

    /// <summary>What is stored when the circuit is dropped; null stores nothing.</summary>
    [PersistentState]
    public SetUpEntries? Entries
    {
        get => Form?.Entries;
        set => _earlier = value;
    }

    /// <summary>The entries of the earlier circuit, once; null when there are none.</summary>
    public SetUpEntries? Take()
    {
        var earlier = _earlier;
        _earlier = null;
        return earlier;
    }
}
