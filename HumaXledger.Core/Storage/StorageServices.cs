using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Storage;

public static class StorageServices
{
    /// <summary>
    /// The store: contexts from <see cref="IDbContextFactory{TContext}"/> of <see cref="SyncDbContext"/>, checked at start. Call <see cref="StorageMigrator"/> before the host starts.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>()
            .Bind(configuration.GetSection(StorageOptions.Section))
            .Configure(options => options.ConnectionString = configuration.GetConnectionString(StorageOptions.ConnectionStringName))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsCheck>();
        services.AddSingleton(provider => StorageConnection.Read(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton<IDbContextFactory<SyncDbContext>, SyncDbContextFactory>();
        services.AddSingleton<StorageMigrator>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<MessageVault>();
        services.AddSingleton<ComparisonArchive>();
        services.AddSingleton<DecisionStore>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton<SessionStore>();
        services.AddDataProtection().SetApplicationName("HumaXledger");
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((options, ring) => options.XmlRepository = ring);
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    private sealed class StorageOptionsCheck : IValidateOptions<StorageOptions>
    {
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
