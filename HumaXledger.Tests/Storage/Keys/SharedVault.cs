using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>
/// One vault for stores that only this process opens: EF Core builds a model and compiles every query again for each
/// vault, which costs a third of a second each.
/// </summary>
internal static class SharedVault
{
    private static readonly EphemeralDataProtectionProvider Keys = new();

    public static ValueVault Vault { get; } = new(new ValueKeys(ring: null, () => Keys), () => Keys);

    public static IServiceCollection AddSharedVault(this IServiceCollection services) => services.AddSingleton(Vault);
}
