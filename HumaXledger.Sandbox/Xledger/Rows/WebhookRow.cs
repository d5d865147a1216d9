namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>A webhook as registered. The sandbox keeps it and shows its state; it sends no posts.</summary>
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
