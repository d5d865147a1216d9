using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Storage;

/// <summary>Registers the store.</summary>
public static class StorageServices
{
    /// <summary>
    /// The store: contexts from <see cref="IDbContextFactory{TContext}"/> of <see cref="SyncDbContext"/>, checked at
    /// start. Call <see cref="StorageMigrator"/> before the host starts.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<StorageOptions>()
            .Bind(configuration.GetSection(StorageOptions.Section))
            .Configure(options =>
                options.ConnectionString = configuration.GetConnectionString(StorageOptions.ConnectionStringName)
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsCheck>();
        services.AddSingleton(provider =>
            StorageConnection.Read(provider.GetRequiredService<IOptions<StorageOptions>>().Value)
        );
        services.AddSingleton<SyncDbContextFactory>();
        services.AddSingleton<IDbContextFactory<SyncDbContext>>(provider =>
            provider.GetRequiredService<SyncDbContextFactory>()
        );
        services.AddSingleton<ReaderContexts>();
        services.AddSingleton<StorageMigrator>();
        services.AddSingleton<ServerWait>();
        services.AddSingleton<StoreSweep>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<IStoreClock, StoreClock>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<MessageVault>();
        services.AddSingleton(provider => new ValueKeys(
            provider.GetRequiredService<KeyRing>,
            provider.GetRequiredService<IDataProtectionProvider>,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new ValueVault(
            provider.GetRequiredService<ValueKeys>(),
            provider.GetRequiredService<IDataProtectionProvider>
        ));
        services.AddSingleton<ComparisonArchive>();
        services.AddSingleton<DecisionStore>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton<ChainCheck>();
        services.AddSingleton<SessionProofs>();
        services.AddSingleton<SessionStore>();
        services.AddKeyRing(configuration);
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    private static void AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        // Opened here, since Data Protection takes certificates and not their names.
        var certificates = KeyRingCertificates.Read(
            configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>() ?? new KeyRingOptions()
        );
        var protection = services.AddDataProtection().SetApplicationName(KeySignatures.ApplicationName);
        if (certificates.Current is { } current)
        {
            protection.ProtectKeysWithCertificate(current);
        }

        protection.UnprotectKeysWithAnyCertificate([
            .. certificates.All.Where(certificate => certificate != certificates.Current),
        ]);
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((options, ring) => options.XmlRepository = ring);
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeySignatures>();
        services.AddSingleton<UnsignedKeys>();
        services.AddSingleton<KeyEncryption>();
        // By a factory, so that the certificates go with the services.
        services.AddSingleton(_ => certificates);
        services.AddSingleton<EarlierValues>();
        services.AddSingleton<KeyRingProtection>();
        services.AddSingleton<NodeRegister>();
        services.AddSingleton<OldValueKeys>();
        services
            .AddOptions<ValueKeyOptions>()
            .Bind(configuration.GetSection(ValueKeyOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
    }

    private sealed class StorageOptionsCheck : IValidateOptions<StorageOptions>
    {
        /// <inheritdoc />
        public ValidateOptionsResult Validate(string? name, StorageOptions options)
        {
            try
            {
                StorageConnection.Read(options);
                return ValidateOptionsResult.Success;
            }
            catch (OptionsValidationException fault)
            {
                return ValidateOptionsResult.Fail(fault.Failures);
            }
        }
    }
}
