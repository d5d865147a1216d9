namespace HumaXledger.Portal.Components.Layout;

/// <summary>Texts of the frame: menu, language, colors, lost connection.</summary>
public sealed class LayoutText;
