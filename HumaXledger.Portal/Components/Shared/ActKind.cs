namespace HumaXledger.Portal.Components.Shared;

/// <summary>The weight of a button.</summary>
public enum ActKind
{
    /// <summary>The one main act of a page.</summary>
    Primary,

    /// <summary>Any other act.</summary>
    Secondary,

    /// <summary>An answer that is the present one; its <c>aria-pressed</c> says it too.</summary>
    Chosen,

    /// <summary>An act that cannot be taken back.</summary>
    Danger,
}
