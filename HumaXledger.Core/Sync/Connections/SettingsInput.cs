using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>What a user has filled in on one section of the settings and not saved.</summary>
/// <param name="Shown">The stored values that the changes start from.</param>
/// <param name="Wanted">The values to store; inputs without a usable value are not part of it.</param>
/// <param name="Typed">The text of each input that was touched, by the input's id.</param>
/// <param name="Wrong">The ids of inputs whose text is not usable.</param>
/// <param name="Scope">Unsaved rules of who is never synchronized; null: as stored.</param>
/// <param name="ScopeShown">The stored rules that <paramref name="Scope"/> starts from; null without it.</param>
public sealed record SettingsInput(
    SettingsValues Shown,
    SettingsValues Wanted,
    IReadOnlyDictionary<string, string> Typed,
    IReadOnlyCollection<string> Wrong,
    IReadOnlyList<ScopeRule>? Scope,
    IReadOnlyList<ScopeRule>? ScopeShown
);
