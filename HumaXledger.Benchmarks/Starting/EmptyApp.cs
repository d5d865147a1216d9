using System.Runtime.InteropServices;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>The least Blazor Server application: one page with a heading, interactive, and nothing else.</summary>
internal static class EmptyApp
{
    private const string Name = "Empty";

    private static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        [$"{Name}.csproj"] = """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
            </Project>
            """,
        ["Program.cs"] = """
            var builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            var app = builder.Build();
            app.UseAntiforgery();
            app.MapStaticAssets();
            app.MapRazorComponents<Empty.App>().AddInteractiveServerRenderMode();
            app.Run();
            """,
        ["_Imports.razor"] = """
            @using Microsoft.AspNetCore.Components.Routing
            @using Microsoft.AspNetCore.Components.Web
            @using static Microsoft.AspNetCore.Components.Web.RenderMode
            """,
        ["App.razor"] = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8" /><base href="/" /><HeadOutlet @rendermode="InteractiveServer" /></head>
            <body><Routes @rendermode="InteractiveServer" /><script src="_framework/blazor.web.js"></script></body>
            </html>
            """,
        ["Routes.razor"] = """
            <Router AppAssembly="typeof(App).Assembly">
                <Found Context="found"><RouteView RouteData="found" /></Found>
            </Router>
            """,
        ["Home.razor"] = """
            @page "/"
            <PageTitle>Empty</PageTitle>
            <h1>Empty</h1>
            """,
    };

    /// <summary>Writes and publishes it, compiled ahead of time for this platform like the portal.</summary>
    /// <param name="folder">An empty one, outside the repository: its settings are not those of this solution.</param>
    public static async Task<PublishedApp> PublishAsync(string folder)
    {
        var source = Directory.CreateDirectory(Path.Combine(folder, "source")).FullName;
        foreach (var (name, content) in Files)
        {
            await File.WriteAllTextAsync(Path.Combine(source, name), content);
        }

        return await PublishedApp.PublishAsync(
            Path.Combine(source, $"{Name}.csproj"),
            Path.Combine(folder, "published"),
            "--configuration=Release",
            $"--runtime={RuntimeInformation.RuntimeIdentifier}",
            "--no-self-contained",
            "-p:PublishReadyToRun=true"
        );
    }
}
