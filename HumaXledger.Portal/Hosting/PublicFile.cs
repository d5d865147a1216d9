namespace HumaXledger.Portal.Hosting;

/// <summary>Marks an endpoint that serves a file of the product, the same for everybody: caches may store it.</summary>
internal sealed class PublicFile
{
    public static readonly PublicFile Instance = new();

    private PublicFile() { }
}
