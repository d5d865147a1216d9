using System.IO.Compression;
using System.Text;
using HumaXledger.Portal.Hosting;
using Microsoft.Extensions.FileProviders;

namespace HumaXledger.Portal.Appearance;

/// <summary>
/// MudBlazor's style sheet as <see cref="ComponentStyles"/> cuts it, at an address that changes with its version. Cut
/// at the first request and kept.
/// </summary>
public sealed class ComponentStyleSheet(IWebHostEnvironment environment)
{
    private readonly Lazy<(byte[] Plain, byte[] Brotli)> _content = new(() => Cut(environment.WebRootFileProvider));

    /// <summary>Its address, for the head of a page.</summary>
    public static string Path { get; } =
        $"mudblazor.{typeof(MudBlazor.MudButton).Assembly.ManifestModule.ModuleVersionId:N}"
        + $"-{typeof(ComponentStyles).Assembly.ManifestModule.ModuleVersionId:N}.css";

    /// <summary>Adds the endpoint.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/mudblazor.{version}.css", (HttpContext context, ComponentStyleSheet sheet) =>
                // A node of another version must not be kept for a year under an address that is not its own.
                context
                    .Request
                    .Path == $"/{Path}"
                    ? sheet.Answer(context)
                    : Results.NotFound())
            .WithMetadata(PublicFile.Instance)
            .AllowAnonymous()
            .DisableRateLimiting();

    private IResult Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        var (plain, brotli) = _content.Value;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            return Results.Bytes(plain, "text/css");
        }

        headers.ContentEncoding = "br";
        return Results.Bytes(brotli, "text/css");
    }

    private static (byte[] Plain, byte[] Brotli) Cut(IFileProvider files)
    {
        using var whole = files.GetFileInfo("_content/MudBlazor/MudBlazor.min.css").CreateReadStream();
        using var reader = new StreamReader(whole);
        var plain = Encoding.UTF8.GetBytes(ComponentStyles.Of(reader.ReadToEnd()));
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(plain);
        }

        return (plain, packed.ToArray());
    }
}
