namespace HumaXledger.Portal.Components.Shared;

/// <summary>MudBlazor's classes of a button, for elements that are not a <c>MudButton</c>.</summary>
public static class ButtonClasses
{
    /// <summary>Classes of a button of this weight.</summary>
    public static string Of(ActKind kind) =>
        "mud-button-root mud-button "
        + kind switch
        {
            ActKind.Primary => "mud-button-filled mud-button-filled-primary",
            ActKind.Chosen => "mud-button-filled mud-button-filled-success",
            ActKind.Danger => "mud-button-outlined mud-button-outlined-error",
            _ => "mud-button-outlined mud-button-outlined-default",
        };
}
