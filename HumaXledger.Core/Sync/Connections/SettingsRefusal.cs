using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>Why settings were not saved.</summary>
/// <param name="Reason">For the user; where they were overtaken, with the name of who changed a setting last.</param>
/// <param name="Overtaken">Whether one of the settings has changed since it was shown.</param>
public sealed record SettingsRefusal(Reason Reason, bool Overtaken);
