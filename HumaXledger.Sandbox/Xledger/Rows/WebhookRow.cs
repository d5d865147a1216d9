namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>A registered webhook. The sandbox stores it and answers with its state, but sends no posts.</summary>
public sealed class WebhookRow : Row
{
    public long DbId { get; set; }
    public string? Description { get; set; }
    public string? Url { get; set; }
    public string? SerializedPayload { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = value;
    }
}
