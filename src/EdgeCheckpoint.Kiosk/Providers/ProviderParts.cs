using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Provider;
using EdgeCheckpoint.Kiosk.Configuration;

namespace EdgeCheckpoint.Kiosk.Providers;

/// <summary>Makes the configured provider.</summary>
internal static class ProviderParts
{
    /// <returns>None when no address is configured.</returns>
    /// <exception cref="ConfigurationException">The address, prefix or token file cannot be used.</exception>
    public static IReadOnlyList<ICredentialFormat> Formats(HttpProviderOptions options, TimeProvider time)
    {
        if (options.Address.Length == 0)
        {
            return [];
        }

        List<string> errors = [];
        if (!Uri.TryCreate(options.Address, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http"))
        {
            errors.Add($"provider:address: '{options.Address}' is no address; write it like https://platform.example/look-up");
        }

        if (options.Prefix.Length == 0)
        {
            errors.Add("provider:prefix: is empty; without it every text would be sent to the provider");
        }

        if (options.TokenFile.Length > 0 && !File.Exists(options.TokenFile))
        {
            errors.Add($"provider:tokenFile: names {options.TokenFile}, which does not exist");
        }

        return errors.Count == 0
            ? [new ProviderFormat(new HttpColourCodeProvider(options, HttpColourCodeProvider.Handler(), time))]
            : throw new ConfigurationException(errors);
    }
}
